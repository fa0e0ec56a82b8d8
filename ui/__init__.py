"""The only place under the pages that knows Streamlit: state, caches, map view, widgets, error display."""
