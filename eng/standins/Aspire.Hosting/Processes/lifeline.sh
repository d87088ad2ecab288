# Runs "$@" for as long as whoever holds the other end of standard input lives.
#
# Standard input is a pipe from the AppHost. A word on it is a signal for the service; its end means that the AppHost is
# gone, however it went, and the service must go too. This shell and the service each lead a session of their own, so
# that a signal to the AppHost's process group, a terminal's Ctrl+C too, ends neither behind the AppHost's back.

exec 3<&0 </dev/null
"$@" 3<&- &
service=$!

(
  signal() { kill -s "$1" -- "-$service"; }
  exec >/dev/null 2>&1
  while read -r word <&3; do signal "$word"; done
  signal TERM
  for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    sleep 0.1
    signal 0 || exit 0
  done
  signal KILL
) &
listener=$!
exec 3<&-

wait "$service"
code=$?

# What the service itself has started ends with it.
kill -s KILL -- "$listener" "-$service" 2>/dev/null
exit "$code"
