"""The engine's own cost: one select box and a line of text."""

import streamlit as st

st.set_page_config(layout="wide")
picked = st.selectbox("Chọn", ["một", "hai", "ba"])
st.write(f"Đã chọn: {picked}")
