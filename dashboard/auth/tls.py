"""The server's certificate and its key: looked at before anything starts."""

from __future__ import annotations

import re
import ssl
from pathlib import Path

from dashboard.messages import UserError, os_reason


def certificate_text(pair: tuple[Path, Path] | None) -> str | None:
    """The server's own certificate as PEM text, once both files are seen to be right; None without.

    Raises UserError with one sentence.
    """
    if pair is None:
        return None
    certificate, key = (_text(path) for path in pair)
    blocks = re.findall(r"-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----", certificate, re.DOTALL)
    if not blocks:
        raise UserError(f"{pair[0]} 不是 PEM 格式的证书（应以 -----BEGIN CERTIFICATE----- 开头）。")
    if "PRIVATE KEY-----" not in key:
        raise UserError(f"{pair[1]} 不是 PEM 格式的私钥（应有 -----BEGIN PRIVATE KEY----- 一行）。")
    if "ENCRYPTED" in key:
        raise UserError(
            f"私钥 {pair[1]} 加了密码，服务启动时没有人输入。请换成不加密码、只有本程序能读的私钥文件。"
        )
    try:
        context_of(pair)
    except ssl.SSLError as error:
        if "MISMATCH" in str(error.reason):
            raise UserError(f"私钥 {pair[1]} 与证书 {pair[0]} 不是一对，请核对两个文件。") from error
        raise UserError(
            f"证书 {pair[0]} 或私钥 {pair[1]} 已损坏，读不出来。请重新导出这两个文件。"
        ) from error
    return blocks[0] + "\n"


def context_of(pair: tuple[Path, Path]) -> ssl.SSLContext:
    """TLS 1.2 and newer, with the ciphers that Python takes for safe. Raises ssl.SSLError, OSError."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2  # whatever the system allows
    context.load_cert_chain(*pair)
    return context


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        raise UserError(
            f"打不开 {path}（{os_reason(error)}）。请检查 --tls-cert 和 --tls-key 的路径和权限。"
        ) from error
