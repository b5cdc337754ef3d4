"""What runs beside a student's code, in the sandbox. Nothing that comes from here is trusted."""
