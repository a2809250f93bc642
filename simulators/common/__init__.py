"""What every simulated gateway needs: a memory, scripted faults, a server that can cut its own connections."""
