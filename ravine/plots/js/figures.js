// Every live plot by the name its Python class gives.



import rollingBall from "./rolling-ball.jsx";

export default {


  "rolling-ball": rollingBall,
};
