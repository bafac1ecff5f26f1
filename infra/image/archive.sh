#!/usr/bin/env bash
# Makes the image itself, without a registry: the last stage of the Dockerfile, built by buildah on the root that
# assemble.sh made. Labels, user, port, health check and entry point stand in the Dockerfile and nowhere else.
#
#   infra/image/archive.sh ROOT ARCHIVE NAME
#
# ROOT     what assemble.sh made; becomes / of the image
# ARCHIVE  the image as an OCI archive; "podman load", "ctr images import" and "skopeo copy oci-archive:" read it
# NAME     with its tag, such as docker.io/dataenginex/dataenginex:1.0.0
#
# FORMAT   oci (default), or docker: the former has no place for a health check, so buildah leaves it out and says so. Kubernetes
#          looks at none, and the compose file has its own.
# REVISION, as for the Dockerfile. The same root makes the same image, byte for byte: every file has the time that
# assemble.sh gave the jars, and so has the image. Prints the image's digest.
set -euo pipefail

root=$(cd "$1" && pwd) archive=$2 name=$3 format=${FORMAT:-oci}
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Stores nothing outside its own folder, and leaves nothing there.
buildah=(buildah --root "$work/storage" --runroot "$work/run" --storage-driver vfs)

# The stage that the Dockerfile calls build is not built: what it leaves is given in its place. A folder of
# that name, not a link: buildah follows none out of a context.
mkdir -p "$work/context"
cp -a --reflink=auto "$root" "$work/context/root-of-image"
sed -n '/^FROM scratch/,$p' "$here/../../Dockerfile" > "$work/Dockerfile"

"${buildah[@]}" build --quiet --isolation chroot --format "$format" --timestamp "$(stat -c %Y "$root/app/dataenginex.jar")" \
  --build-arg "REVISION=${REVISION:-unknown}" --build-context "build=$work/context" \
  --file "$work/Dockerfile" --tag "$name" "$work/context" > /dev/null
"${buildah[@]}" push --quiet --digestfile "$work/digest" "$name" "$format-archive:$archive:$name"
cat "$work/digest"
echo
