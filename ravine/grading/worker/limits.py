"""What a submission may be and use: the one place for every limit on it, on either side of the wire."""

from dataclasses import dataclass, replace

KiB, MiB, GiB = 2**10, 2**20, 2**30
HURRY = 6


@dataclass(frozen=True)
class Limits:
    """Limits on one submission. CPU time decides, so that a busy machine changes no grade.

    That holds for what the trusted side does with an answer too: it has as much CPU time for it as the student's code.
    Wall-clock limits are for code that sleeps or waits, which then "could not be checked"; what is computed on either
    side, and what waits for a processor, does not count.
    """

    # time
    cpu_seconds_per_cell: float = 2.5  # at least five times what a cell of a model solution takes
    cpu_seconds_per_training_cell: float = 10.0  # where an answer trains a network, or nothing is known of its cost
    cpu_seconds_per_call: float = 2.5
    cpu_seconds_in_total: float = 120.0
    wall_seconds_per_cell: float = 30.0
    wall_seconds_per_call: float = 20.0
    wall_seconds_in_total: float = 60.0
    start_seconds: float = 60.0  # for a worker to be ready, on a machine however busy
    # what the process may take from the machine
    memory: int = GiB  # address space, the interpreter and its libraries included
    processes: int = 0  # child processes; 0: starting one is refused
    threads: int = 32
    open_files: int = 128
    file_size: int = 16 * MiB
    folder_size: int = 64 * MiB  # of the one writable folder
    folder_files: int = 2000
    # what is copied beside the notebook
    copied_size: int = 32 * MiB
    copied_files: int = 200
    # what the notebook itself may be
    notebook_size: int = 128 * MiB  # bytes of the file, outputs and pictures included
    notebook_structure: int = 4_000_000  # commas and brackets in its JSON, texts left out
    notebook_cells: int = 2000
    notebook_source: int = MiB  # characters of source in all its cells
    # what a cell may show
    outputs: int = 100
    output_size: int = 256 * KiB  # characters of text in one cell's outputs
    image_size: int = 2 * MiB  # bytes of one picture
    images_size: int = 8 * MiB  # bytes of all pictures of one cell
    # what all cells together may show, and what pictures may be pasted into the notebook's texts
    output_size_in_total: int = MiB
    images_size_in_total: int = 16 * MiB
    # what one answer may be
    answer_size: int = 4 * MiB  # bytes on the wire
    answer_structure: int = 2 * MiB  # of which text, names and brackets
    answer_depth: int = 24  # nesting of lists, tuples and dicts
    answer_items: int = 20_000  # entries of all its lists, tuples and dicts
    answer_handles: int = 1000  # objects in it that stay in the sandbox
    callbacks: int = 100_000  # in one call
    callback_size: int = 64 * MiB  # bytes of the arguments of all callbacks in one call
    callback_depth: int = 16  # a callback that calls the student's code that calls back …
    handles: int = 200_000

    @property
    def where_one_trains(self) -> "Limits":
        """For an assignment whose cells may try what takes long."""
        longest = max(self.cpu_seconds_per_cell, self.cpu_seconds_per_training_cell)
        return replace(self, cpu_seconds_per_cell=longest)

    @property
    def hurried(self) -> "Limits":
        """With a fraction of the patience by the clock: what needs more of it waits until the others are graded."""
        return replace(
            self,
            wall_seconds_per_cell=self.wall_seconds_per_cell / HURRY,
            wall_seconds_per_call=self.wall_seconds_per_call / HURRY,
            wall_seconds_in_total=self.wall_seconds_in_total / HURRY,
        )
