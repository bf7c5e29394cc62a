"""The engine of the two-plan monitor: no Streamlit, no plotly, no web."""

__version__ = "0.1.0"
