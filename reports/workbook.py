from reports.dossier import Dossier


def render(d: Dossier) -> bytes:
    return b""
