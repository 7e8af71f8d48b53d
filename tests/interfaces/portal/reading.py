"""A page as a person reads it."""

import html
import re

from django.http import HttpResponse

__all__ = ["words_of"]


def words_of(response: HttpResponse) -> str:
    page = re.sub(r"<template.*?</template>", " ", response.content.decode(), flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())
