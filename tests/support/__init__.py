"""What the end-to-end tests stand on: the binary as a process, its services, its mail, its API."""
