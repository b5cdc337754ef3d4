# marked by a person
# p - y, see the lecture.
