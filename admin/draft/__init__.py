"""Drafts: what somebody typed into the form of a verb and has not carried out, kept sealed until it is."""
