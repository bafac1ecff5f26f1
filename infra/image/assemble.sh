#!/usr/bin/env bash
# Assembles the root of the image: a Java runtime, the service, an archive of its classes, the C library. The Dockerfile
# calls it, and so does ImageIT: none of it needs a container engine.
#
#   infra/image/assemble.sh JAVA_HOME TARGET ROOT
#
# JAVA_HOME  a JDK with jlink, or a runtime, which is taken as it is
# TARGET     Maven's: dataenginex.jar and libs/
# ROOT       what becomes / ; must not exist
#
# ARCHIVE    cds (class-data archive, Java 21 and newer), aot (AOT cache, Java 25 and newer) or none; default: the best
#            that the Java at hand can make
# SOURCE_DATE_EPOCH  the time that every jar gets; default: the one that the build writes into them
# Run it as root: the training run is made inside ROOT, since an archive remembers the paths of its jars.
set -euo pipefail

java_home=$1 target=$2 root=$3
chroot=$(PATH=$PATH:/usr/sbin command -v chroot)
port=${TRAINING_PORT:-18999}

say() { echo "assemble: $*"; }

[ ! -e "$root" ] || { say "$root exists already" >&2; exit 2; }
mkdir -p "$root/app" "$root/etc" "$root/tmp"
chmod 1777 "$root/tmp"

# The jars before all else, with their times: an archive is dropped without a word when one changes. One time for all of them,
# since an image that is to be the same again gives all its files one.
cp "$target/dataenginex.jar" "$root/app/"
cp -r "$target/libs" "$root/app/libs"
find "$root/app" -name '*.jar' -exec touch -d "@${SOURCE_DATE_EPOCH:-1793491200}" {} +

if [ -x "$java_home/bin/jlink" ]; then
  modules=$("$java_home/bin/jdeps" --ignore-missing-deps --multi-release 21 --print-module-deps \
    --class-path "$target/libs/*" "$target/dataenginex.jar")
  # By name only: elliptic curves for TLS (a module of its own up to 21), and what libraries reach by reflection.
  extra=jdk.unsupported,java.management,java.naming
  "$java_home/bin/java" --list-modules | grep -q '^jdk.crypto.ec@' && extra=$extra,jdk.crypto.ec
  "$java_home/bin/jlink" --add-modules "$modules,$extra" --strip-debug --no-header-files --no-man-pages \
    --generate-cds-archive --output "$root/app/runtime"
else
  cp -pr "$java_home" "$root/app/runtime"
  [ -e "$root/app/runtime/lib/server/classes.jsa" ] || "$root/app/runtime/bin/java" -Xshare:dump > /dev/null
fi
java=$root/app/runtime/bin/java
feature=$("$java" -XshowSettings:properties -version 2>&1 | sed -n 's/ *java.specification.version = //p')
archive=${ARCHIVE:-$([ "$feature" -ge 25 ] && echo aot || echo cds)}

# The C library and whatever else the runtime is linked to; nothing else of the machine is in the image.
find "$root/app/runtime" \( -name java -o -name '*.so' \) -exec ldd {} \; 2> /dev/null \
  | grep -oE '/[^ ]+\.so[^ ]*' | grep -v "^$root" | sort -u | while read -r library; do
    case $(readlink -f "$library") in "$(readlink -f "$root")"/*) continue ;; esac
    mkdir -p "$root$(dirname "$library")"
    cp -L "$library" "$root$library"
  done
echo 'root:x:0:0:root:/:/none
dataenginex:x:10001:10001:dataenginex:/tmp:/none' > "$root/etc/passwd"
echo 'root:x:0:
dataenginex:x:10001:' > "$root/etc/group"
echo 'hosts: files dns' > "$root/etc/nsswitch.conf"

# Small and steady: half of the container's memory is heap, and a heap that is too small ends the process at once
# instead of slowly. The heap begins small, also on a large machine without a limit (not by -Xms, which would win over the one of
# JAVA_TOOL_OPTIONS), and every five seconds the C library gives back what the compilers have left.
options="-XX:+UseSerialGC
-XX:InitialRAMPercentage=0.1
-XX:MaxRAMPercentage=50
-XX:TrimNativeHeapInterval=5000
-XX:+ExitOnOutOfMemoryError
-XX:-UsePerfData"
file=/app/dataenginex.$archive

request() {
  exec 3<> "/dev/tcp/127.0.0.1/$port" || return 1
  printf 'GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n%s\r\n' "$1" "${2:-}" >&3
  cat <&3 > /dev/null
  exec 3>&-
}

train() {
  printf '%s\n' "$options" > "$root/app/jvm.options"
  # LD_LIBRARY_PATH: without /proc the runtime does not find its own libraries.
  # Nothing outside is asked for a rate: the sources are away, and the answer is 503.
  printf 'external-data: {sources: ""}\n' > "$root/tmp/training.yaml"
  env -i PORT="$port" HOST=127.0.0.1 LOG_FORMAT=json ENVIRONMENT=prod DEX_CONFIG=/tmp/training.yaml \
    OTLP_ENDPOINT=http://127.0.0.1:1 OTEL_TRACES_SAMPLER=always_on LD_LIBRARY_PATH=/app/runtime/lib \
    "$chroot" "$root" /app/runtime/bin/java @/app/jvm.options "$@" -jar /app/dataenginex.jar > "$root/tmp/training.log" 2>&1 &
  local pid=$! tries=0
  until request /startup 2> /dev/null; do
    tries=$((tries + 1))
    [ "$tries" -lt 300 ] || { cat "$root/tmp/training.log" >&2; exit 1; }
    sleep 0.1
  done
  for _ in 1 2 3 4 5; do
    for path in / /ready /health /startup /openapi.json /openapi.yaml /nowhere \
        '/api/external-data?currency=eur' '/api/external-data?currency=x' '/api/insights?count=2&interval=0.05'; do
      request "$path"
    done
    request /metrics 'Accept: application/openmetrics-text'$'\r\n''Accept-Encoding: gzip'$'\r\n'
  done
  kill -TERM "$pid"
  # 2: spans were left unsent, since there is no collector.
  wait "$pid" || [ $? -eq 2 ] || { cat "$root/tmp/training.log" >&2; exit 1; }
  rm -f "$root/tmp/training.yaml" "$root/tmp/training.log"
  [ -s "$root$file" ] || { say "the training run left no archive" >&2; exit 1; }
}

case $archive in
  cds) train "-XX:ArchiveClassesAtExit=$file" && options="$options
-XX:SharedArchiveFile=$file" ;;
  # Without the recorded profiles: on two cores the compilations that they start at once delay the start by a fifth.
  aot) train -XX:+UnlockDiagnosticVMOptions -XX:-AOTRecordTraining "-XX:AOTCacheOutput=$file" && options="$options
-XX:AOTCache=$file" ;;
  none) ;;
  *) say "ARCHIVE is $archive; allowed: cds, aot, none" >&2; exit 2 ;;
esac
printf '%s\n' "$options" > "$root/app/jvm.options"
chmod -R a+rX "$root/app" "$root/etc"

say "Java $feature, archive $archive"
for part in "$root" "$root/app/runtime" "$root/app/libs"; do
  du -sm "$part" | awk '{print "assemble: " $1 " MB " $2}'
done
[ "$archive" = none ] || du -m "$root$file" | awk '{print "assemble: " $1 " MB " $2}'
