#!/bin/sh
# Proves that a clean clone works on a fresh machine: a debootstrapped minimal Debian 12 root, `./run demo`
# and `./run test` inside it, with the wall time of each. Needs root and debootstrap. Usage:
#   tools/fresh_machine.sh FOLDER [demo] [test]     (FOLDER is created; remove it yourself afterwards)
set -eu
root=$1
shift
[ -d "$root/bin" ] || debootstrap --variant=minbase bookworm "$root" http://deb.debian.org/debian
cp /etc/resolv.conf "$root/etc/resolv.conf"
rm -rf "$root/betledger"
git clone -q --no-hardlinks "$(git rev-parse --show-toplevel)" "$root/betledger"
mount -t proc proc "$root/proc"
trap 'umount "$root/proc"' EXIT
for what in "${@:-demo}"; do
  begin=$(date +%s)
  chroot "$root" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root /bin/sh -c "cd /betledger && ./run $what"
  echo "fresh machine: ./run $what took $(($(date +%s) - begin)) s"
done
