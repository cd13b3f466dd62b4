"""Accounts, the audit list, and exports that two persons decide on."""
