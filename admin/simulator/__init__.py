"""Instruments for trying every door in a browser, through the very webhooks; there in demo mode only."""
