"""One address of every page type, without its language: what tests that look at whole pages walk through."""

PAGE_TYPES = {
    "home": "/",
}
