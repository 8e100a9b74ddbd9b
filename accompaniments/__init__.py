"""Referrals, states, meetings, contacts, claims."""
