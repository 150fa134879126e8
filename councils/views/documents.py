from django.http import Http404


def of_council(request, **kwargs):
    raise Http404


def file(request, **kwargs):
    raise Http404

