"""All that changes acts: drafting, signing, registration, sending, relations, points on control."""
