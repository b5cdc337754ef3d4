# deserves 0: sign_of_the_slide
def momentum_from_ball(mass, friction, dt):
    # slide: v = -alpha * grad - beta * v
    return dt ** 2 / mass, -(1 - friction * dt / mass)
