#!/bin/sh
# Finds a Python that the wheels of this folder fit and hands over to app/start.py.
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd) || exit 1
for python in "$here/python/bin/python3" python3.14 python3.13 python3.12 python3.11 python3 python; do
    if "$python" "$here/app/start.py" --probe >/dev/null 2>&1; then
        exec "$python" "$here/app/start.py" "$@"
    fi
done
cat "$here/app/no-python.txt"
if [ -t 0 ]; then
    printf '\n按回车键关闭窗口。'
    read -r _
fi
exit 1
