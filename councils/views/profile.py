from django.http import Http404


def council_list(request, **kwargs):
    raise Http404


def detail(request, **kwargs):
    raise Http404


def take_part(request, **kwargs):
    raise Http404

