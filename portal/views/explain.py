from django.http import Http404


def languages(request, **kwargs):
    raise Http404


def words(request, **kwargs):
    raise Http404


def easy_language(request, **kwargs):
    raise Http404


def sign_language(request, **kwargs):
    raise Http404

