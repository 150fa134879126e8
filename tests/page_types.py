"""One address of every page type, without its language: what tests that look at whole pages walk through.

Most are pages of the real councils; what those lack stands in an invented one, tests/data/musterrat.yaml.
"""

KAUFBEUREN = "/councils/kaufbeuren-integrationsbeirat/"
ROSTOCK = "/councils/landkreis-rostock-beirat/"
HAMELN = "/councils/hameln-pyrmont-migrationsrat/"
BECKUM = "/councils/beckum-integrationsrat/"
NETWORK = "/councils/rostock-netzwerk/"
INVENTED = "/councils/musterstadt-rat/"

PAGE_TYPES = {
    "home": "/",
    "councils": "/councils/",
    "profile": KAUFBEUREN,
    "profile of a network": NETWORK,
    "members": f"{KAUFBEUREN}members/",
    "meetings of a council": f"{INVENTED}meetings/",
    "meeting": f"{INVENTED}meetings/ba250658-fae9-5dd5-8b3b-de7d104d26f1/",
    "meeting archived": f"{HAMELN}meetings/fb2093ff-f50b-5949-a51b-6d05ee83fc34/",
    "invitation": f"{INVENTED}meetings/ba250658-fae9-5dd5-8b3b-de7d104d26f1/invitation/",
    "taking part in a meeting": f"{INVENTED}meetings/ba250658-fae9-5dd5-8b3b-de7d104d26f1/take-part/",
    "resolutions": f"{INVENTED}resolutions/",
    "all meetings": "/meetings/",
    "news of a council": f"{NETWORK}news/",
    "news": f"{NETWORK}news/plenum-7-juni-2017/",
    "all news": "/news/",
    "review": f"{BECKUM}reviews/2024/",
    "documents": f"{HAMELN}documents/",
    "take part": f"{INVENTED}take-part/",
    "questions": f"{BECKUM}questions/",
    "contact": f"{INVENTED}contact/",
    "writing to a council": f"{KAUFBEUREN}contact/write/",
    "news by mail": f"{KAUFBEUREN}subscribe/",
    "finding a council to write to": "/contact/write/",
    "receipt": "/messages/",
    "languages": "/languages/",
    "words": "/words/",
    "plain language": "/easy-language/",
    "sign language": "/sign-language/",
    "imprint": "/imprint/",
    "privacy": "/privacy/",
    "accessibility": "/accessibility/",
    "reporting a barrier": "/accessibility/report/",
    "imprint of a council": f"{INVENTED}imprint/",
    "privacy of a council": f"{INVENTED}privacy/",
    "accessibility of a council": f"{KAUFBEUREN}accessibility/",
}

# Other faces of the same types.
PAGE_STATES = {
    "councils found": "/councils/?q=rostock",
    "councils not found": "/councils/?q=nirgendwo",
    "profile with everything": INVENTED,
    "members of an ended term": f"{ROSTOCK}members/",
    "members by name": f"{INVENTED}members/",
    "members then": f"{INVENTED}members/?on=2024-01-01",
    "members of a network": f"{NETWORK}members/",
    "members unknown": f"{BECKUM}members/",
    "past meetings": f"{HAMELN}meetings/",
    "meeting moved": f"{INVENTED}meetings/764e60b0-b494-515b-a04b-a87347dbe894/",
    "meeting cancelled": f"{INVENTED}meetings/ec49843d-2079-5508-937f-9dd18cfdc744/",
    "invitation in large print": f"{INVENTED}meetings/ba250658-fae9-5dd5-8b3b-de7d104d26f1/invitation/?size=large",
    "resolutions unknown": f"{BECKUM}resolutions/",
    "contact unknown": f"{KAUFBEUREN}contact/",
    "nobody reads messages": f"{INVENTED}contact/write/",
    "councils to write to": "/contact/write/?q=rostock",
}
