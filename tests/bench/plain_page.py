"""The measure of the dashboard's speed: a Streamlit page with one chart, one table and one filter."""

import pandas as pd
import plotly.express as px
import streamlit as st

year = st.selectbox("年份", [2024, 2023, 2022])
st.title(f"{year}年")
frame = pd.DataFrame({"name": [f"第{n}项" for n in range(30)], "value": [(n * year) % 97 for n in range(30)]})
st.plotly_chart(px.bar(frame, x="value", y="name"), key="chart")
st.dataframe(frame, key="table")
