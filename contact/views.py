from django.http import Http404


def council(request, **kwargs):
    raise Http404
