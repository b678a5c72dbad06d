"""Reading acts: drafts, the register, one act, the text in force on a day."""
