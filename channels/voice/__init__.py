"""The hotline: a caller speaks or presses keys, and whatever was said becomes a petition or belongs to one."""
