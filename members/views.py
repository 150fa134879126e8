from django.http import Http404


def composition(request, **kwargs):
    raise Http404
