"""Writing an edition anew: begun, changed entry by entry, checked, adopted."""
