"""The screens of resolutions, tasks and control, one subject a file."""
