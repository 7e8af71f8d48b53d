"""The writers of generated reference pages: data in, Markdown out."""
