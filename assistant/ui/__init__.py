"""The chat: Streamlit views over an ``Assistant``. Drawing only; nothing is decided here."""
