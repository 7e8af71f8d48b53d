"""The one design system: tokens, shells, components, charts, and how dates, names and numbers are written.

Every screen stands on it and on nothing of another screen. `templates/kit/guide.html` shows each part in each state.
"""
