"""How forms look: our own templates over designsystemet's fields."""

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """Finds form templates among the project's own, so that core can lay its own over Django's."""
