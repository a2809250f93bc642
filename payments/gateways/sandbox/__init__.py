"""Sandbox Pay, the gateway for development and tests (protocol sheet: simulators/sandbox/README.md)."""

from payments.gateways.sandbox.adapter import SandboxGateway

__all__ = ["SandboxGateway"]
