"""Registries, cards of documents, files, links, grants, the paper original, the nomenclature of files."""

from magistrat.documents.models.access import Familiarisation, Grant
from magistrat.documents.models.correspondents import Correspondent
from magistrat.documents.models.document import Document, DocumentCorrespondent, Link
from magistrat.documents.models.files import File, Scanned
from magistrat.documents.models.many import BulkLine, BulkRun, Pile, PileLetter, SavedView, ViewChoice
from magistrat.documents.models.paper import PaperMove
from magistrat.documents.models.public import PublicVersion
from magistrat.documents.models.registries import CaseFile, Direction, DocumentKind, PaperGap, PaperPeriod, Registry
from magistrat.documents.models.search import Body, Found, Passage, Word

__all__ = [
    "Body",
    "BulkLine",
    "BulkRun",
    "CaseFile",
    "Correspondent",
    "Direction",
    "Document",
    "DocumentCorrespondent",
    "DocumentKind",
    "Familiarisation",
    "File",
    "Found",
    "Grant",
    "Link",
    "PaperGap",
    "PaperMove",
    "PaperPeriod",
    "Passage",
    "Pile",
    "PileLetter",
    "PublicVersion",
    "Registry",
    "SavedView",
    "Scanned",
    "ViewChoice",
    "Word",
]
