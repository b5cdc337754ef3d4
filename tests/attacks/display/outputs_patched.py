# Finds the list of outputs and puts entries of wrong kinds in it.

# %% first
import gc
for thing in gc.get_objects():
    if type(thing).__name__ == "Outputs":
        thing.taken = lambda: [{"output_type": "execute_result", "data": {"text/plain": "4.0"}, "execution_count": 1},
                               {"output_type": "display_data", "data": {"text/html": "<script>x</script>"}},
                               {"output_type": "stream", "name": "<b>", "text": ["a", 7]},
                               {"output_type": "error", "ename": 5, "evalue": None, "traceback": "text"},
                               {"output_type": "update_display_data"}, 17, None, [], {"output_type": []}]
