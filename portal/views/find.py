from django.http import Http404


def root(request, **kwargs):
    raise Http404


def short(request, **kwargs):
    raise Http404


def healthz(request, **kwargs):
    raise Http404


def robots(request, **kwargs):
    raise Http404


def home(request, **kwargs):
    raise Http404

