"""Payment gateways: one small contract, one folder per gateway. No database here, and no transaction around a call."""
