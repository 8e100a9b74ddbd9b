"""How the administrator's pages of templates get their object. A document's own access is given by the app that mounts its pages."""

import uuid

from django.http import Http404

from documents.models import TemplateVersion
from partners.access import require_administrator
from partners.reader import Reader

NOT_FOUND = "Il n’y a rien à cette adresse."


def require_templates(reader: Reader) -> None:
    """Raise PermissionDenied for everyone but an administrator."""
    require_administrator(reader)


def get_template(reader: Reader, template_id: uuid.UUID) -> TemplateVersion:
    """Give a version of a template. Raises PermissionDenied, Http404."""
    require_administrator(reader)
    found = TemplateVersion.objects.filter(pk=template_id).first()
    if found is None:
        raise Http404(NOT_FOUND)
    return found
