-- name: lockdown
SET autoinstall_known_extensions = false;
SET autoload_known_extensions = false;
SET allowed_directories = ['{backups}'];
SET enable_external_access = false;
SET lock_configuration = true;
