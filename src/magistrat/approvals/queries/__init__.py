"""Reading approvals: the route before and on its way, what waits, what was said, how long visas took."""
