from django.http import Http404


def imprint(request, **kwargs):
    raise Http404


def privacy(request, **kwargs):
    raise Http404


def accessibility(request, **kwargs):
    raise Http404

