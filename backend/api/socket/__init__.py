"""``/ws/agent``: frames in, frames out, for one session of one person."""
