# marked by a person
# (1) L(s + t d) = 1/2 (s + t d).A(s + t d) = 1/2 s.As + t s.Ad + t^2/2 d.Ad since A is symmetric. So a = d.Ad/2 and b = s.Ad.
#
# (2) The true loss on the line fulfils the same three conditions, and three conditions fix a parabola, so it is the same one.
#
# (3) rise 2, a = 1 - 2 = -1, b = 4 - 1 = 3, -b/2a = 1.5. But a < 0, that is a maximum. L goes up from start to finish, so take alpha = 0.
