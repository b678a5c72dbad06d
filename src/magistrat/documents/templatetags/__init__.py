"""Tags of documents for their own templates and those of upper floors."""
