"""Everything `make run` and the tests need on a bare machine: local servers and a process supervisor.

Nothing here is imported by the product at run time, except `addresses`, which says where the local servers listen.
"""
