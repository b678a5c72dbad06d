"""Everything that changes resolutions, tasks and control."""
