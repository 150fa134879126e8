from django.http import Http404


def all_meetings(request, **kwargs):
    raise Http404


def of_council(request, **kwargs):
    raise Http404


def detail(request, **kwargs):
    raise Http404
