@echo off
setlocal EnableExtensions DisableDelayedExpansion
rem Only ASCII in this file: no code page can garble it. What people read is said by app\start.py.
pushd "%~dp0"
if not exist "app\start.py" goto packed
set "found="
call :try "python\python.exe"
call :try py -3.14
call :try py -3.13
call :try py -3.12
call :try py -3.11
call :try python
if not defined found goto none
%found% "app\start.py" %*
set "code=%errorlevel%"
popd
exit /b %code%

:try
if defined found exit /b 0
%* "app\start.py" --probe >nul 2>nul
if errorlevel 1 exit /b 0
set found=%*
exit /b 0

:none
echo No fitting 64-bit Python was found. The page that opens now says what to install.
start "" "app\no-python.html"
pause
popd
exit /b 1

:packed
echo Please unpack the whole zip file first, then start again from the unpacked folder.
powershell -NoProfile -Command "[void](New-Object -ComObject WScript.Shell).Popup([regex]::Unescape('@UNPACK@'),0,[regex]::Unescape('@TITLE@'),48)"
pause
popd
exit /b 1
