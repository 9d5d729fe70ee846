"""Conversations that readers keep, on this machine."""
