"""The conversation: what a person did, the waterfall it belongs to, and what to show next."""

from bot.dialogs.light_sdk import load_dialogs

load_dialogs()  # before any module of this package imports the SDK's dialogs
